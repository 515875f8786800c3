/** The text of `admin --help`. */
export const adminHelp = `Usage: simple-webrtc-signaling-server admin <command> [--flag value]...

Administers a running server.

  nodes                     list the servers
  drain <node>              drain a server: its clients reconnect to the others, and its process ends
  rooms                     list the rooms that have peers
  peers <room>              list the peers of a room
  peer <room> <peerId>      print a peer with its connection, its session and its limits
  kick <room> <peerId>      remove one peer from its room and disconnect it
  kick-identity <subject>   disconnect all sockets of an identity
  ban <subject>             ban an identity, and disconnect its sockets
  ban-address <address>     ban an IP address, of IPv6 its /64, and disconnect its sockets
  revoke <tokenId>          revoke the token with this jti, and disconnect its sockets
  bans                      list the bans
  lift <kind> <value>       lift a ban; kind is identity, address or token
  close <room>              remove all peers from a room and disconnect them
  notice <text>             send a notice to all peers, or with --room to the peers of one room

  --url <url>               URL of the server; http://localhost:PORT/BASE_PATH if absent
  --room <name>             for notice: the room that receives it
  --seconds <seconds>       for ban, ban-address and revoke: duration; 3600 if absent
  --ban <seconds>           for kick: also ban the identity of the peer
  --json                    print the response of the server as JSON; lists are complete
  --config <path>           file of settings, one NAME=value per line; the environment overrides it

The command authenticates with ADMIN_TOKEN, from the environment or the file of --config: the
ADMIN_TOKEN of the server, or the token of an identity with the permission \`admin\`.
An argument that begins with a dash must follow --.

Exit code: 0 success; 1 the server refused the request or did not respond; 2 usage error.
`;
