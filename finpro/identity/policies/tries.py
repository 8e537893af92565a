"""How often somebody may try to prove who he or she is."""

from datetime import timedelta

from finpro.kernel.limits import Limit

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)

# Numbers and dates of birth: for one account, from one address, from one network.
WHO = Limit("identity-who", 5, _DAY)
# A firm's people may all come from one address on one day.
WHO_FROM = Limit("identity-who-from", 100, _DAY)
WHO_NETWORK = Limit("identity-who-network", 400, _DAY)
# About one person on the record, whoever asks: a CRD number is public, and a date of birth one of some twenty thousand.
WHO_PERSON = Limit("identity-who-person", 10, _DAY)
# Questions about one person, whoever is asked: who may guess often enough guesses them all.
QUESTIONS = Limit("identity-questions", 5, 7 * _DAY)
# Passcodes for one proof: with five tries each, a guesser gets fifteen of a million.
CODES = Limit("identity-codes", 3, _DAY)
# Passcodes to one telephone, whoever asks for them.
SENT_TO = Limit("identity-codes-to", 6, _DAY)
