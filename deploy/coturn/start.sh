#!/bin/sh
# Starts coturn with turnserver.conf and the secrets of TURN_SECRET: one, or two as for the signaling server ("new,old").
# The secrets are written to a file that only this user can read, because every user can read a command line.
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
