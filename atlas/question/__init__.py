"""What may be asked, each part declared once: question.py has the rows, parameters.py how they are read and written."""
