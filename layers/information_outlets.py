"""TISC and public information outlets (技术与创新支持中心、信息公共服务网点)."""

from layers.bodies import body_layer

LAYER = body_layer(
    "information-outlets",
    "TISC and information outlets",
    "one information outlet",
    "information_outlet",
    order=73,
    on_at_start=False,
)
