#!/bin/sh
# Starts coturn with turnserver.conf and the secrets of TURN_SECRET, one or two as the signaling server takes
# them ("new,old"). They go into a file of their own user's: on a command line everybody could read them.
set -eu
umask 077

folder=$(dirname "$0")
configuration=$(mktemp)
{
  cat "$folder/turnserver.conf"
  printf '%s\n' "${TURN_SECRET:?is not set}" | tr ',' '\n' | sed 's/^ */static-auth-secret=/; s/ *$//'
} > "$configuration"
unset TURN_SECRET
exec turnserver -c "$configuration" "$@"
