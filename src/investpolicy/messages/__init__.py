"""Messages in the language of the reader (提示信息的语言): problems are found in English, and shown in Chinese too."""

from investpolicy.messages.translating import in_language, in_words

__all__ = ["in_language", "in_words"]
