"""When a page is at rest: nothing that was asked of the app is still to be answered, and nothing moves.

Streamlit's own mark, data-test-script-state, says "notRunning" until the server has told of the run that a click asked
for, however long that takes on a busy machine. So the page's socket is listened to from the first look on: a run that
was asked for has to begin, and to end.
"""

from __future__ import annotations

from itertools import count

from playwright.sync_api import Page

# Milliseconds.
LIMITS = {
    # What a page puts off, as where its map is, it puts off for a quarter of a second at most. Its timers and this one
    # are of one thread: however slow the machine is, those that were set first have gone off first.
    "pause": 250,
    # At the first look at a page nobody knows what has been asked before.
    "first": 500,
    # What came last has been shown, and who answers it by asking again has asked.
    "quiet": 250,
    # Two questions may have become one run, or the second one's run is still to come.
    "owed": 1_000,
    # Time for the browser to draw what came last, however busy its machine is; something that turns for ever may leave
    # it without a moment to spare.
    "busy": 5_000,
    # The server answers a question of a part that is gone from the page with no run at all.
    "inVain": 10_000,
}

AT_REST = """({ look, pause, first, quiet, owed, busy, inVain }) => {
    const now = performance.now();
    // The numbers of the fields in streamlit/proto/BackMsg.proto and ForwardMsg.proto, which come before all else that
    // counts here but for the first two of a ForwardMsg.
    const RERUN = 11, UPLOAD = 16, NEW_SESSION = 4, FINISHED = 6, HEARTBEAT = 26, OVERTAKEN = 2;
    const reader = (bytes) => {
        let at = 0;
        const number = () => {
            for (let value = 0, place = 1; ; place *= 128) {
                const byte = bytes[at++];
                value += (byte % 128) * place;
                if (!(byte > 127)) return value;
            }
        };
        return { number, skip: (length) => (at += length) };
    };
    const sent = (bytes) => reader(bytes).number() >> 3;
    const told = (bytes) => {
        const { number, skip } = reader(bytes);
        for (;;) {
            const field = number() >> 3, value = number();
            if (!(field === 1 || field === 2)) return [field, value];
            skip(value);
        }
    };
    const listen = () => {
        const runs = { asked: 0, owed: 0, begun: false, heard: now, idle: 0, look, since: now, pause: first };
        const sockets = new WeakSet();
        const hear = ({ data }) => {
            const [field, value] = told(new Uint8Array(data));
            if (field !== HEARTBEAT) runs.heard = performance.now();
            if (field === NEW_SESSION) begin();
            if (field === FINISHED && value !== OVERTAKEN && runs.begun) forget();
        };
        const begin = () => {
            Object.assign(runs, { begun: true, asked: runs.asked || now, owed: Math.max(0, runs.owed - 1) });
        };
        const forget = () => Object.assign(runs, { asked: 0, begun: false });
        const { send } = WebSocket.prototype;
        WebSocket.prototype.send = function (message) {
            if (!sockets.has(this)) {
                sockets.add(this);
                this.addEventListener("message", hear);
                this.addEventListener("close", forget);
            }
            const field = sent(message);
            if (field === RERUN) runs.owed += 1;
            if (field === RERUN || field === UPLOAD) Object.assign(runs, { asked: performance.now(), begun: false });
            return send.call(this, message);
        };
        return runs;
    };
    const runs = (window.runsOfTests ??= listen());
    if (runs.look !== look) Object.assign(runs, { look, since: now, pause });
    if (now - runs.since < runs.pause || now - runs.heard < (runs.owed ? owed : quiet)) return false;
    if (runs.asked && (runs.begun || now - runs.asked < inVain)) return false;
    const moves = (each) => each.playState === "running" && each.effect.getComputedTiming().endTime !== Infinity;
    if (document.getAnimations().some(moves)) return false;
    if (!document.querySelector("[data-test-script-state=notRunning]")) return false;
    // What came last is drawn in pieces, between which others may look: it is drawn when nothing is left to do.
    if (runs.idle <= Math.max(runs.heard, runs.since)) {
        requestIdleCallback(() => (runs.idle = now), { timeout: busy });
        return false;
    }
    runs.owed = 0;
    return true;
}"""
LOOKS = count()


def wait_for_rest(page: Page) -> None:
    """No run is under way, none has been asked for, none is about to be, and nothing moves."""
    page.wait_for_function(AT_REST, arg={"look": next(LOOKS), **LIMITS}, polling=50)
