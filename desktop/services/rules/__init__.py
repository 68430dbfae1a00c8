"""Account rules and price lists, each by the day it holds from."""
