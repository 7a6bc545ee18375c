"""What goes wrong with sound on this machine.

SoundError              cannot be made, written, drawn or understood
    VoiceError          the speech engine fails (`voice.py`)
    SilentError         nothing to play with or on (`speaker.py`)
"""


class SoundError(Exception):
    """Sound that cannot be made, written or heard; says what would help."""
