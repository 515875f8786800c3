/**
 * The beginning of every script. Names of rooms and peers, ids and hashes contain no control characters, so tabs and line
 * breaks separate fields. See record.ts for the fields of a record.
 */
export const common = `
local P = KEYS[1]
local EPOCH, LEASE_MS, NODE, LEASE = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]
local time = redis.call('TIME')
local nowUs = time[1] * 1000000 + time[2]
local nowMs = math.floor(nowUs / 1000)
local PLAIN, RESUMABLE, AWAY = '1', '2', '3'
local GEN, ORDER, AT, SESSION, SOCKET, STATE, UNTIL, ATTEMPT, HASH, LAST, ISSUED, FROM, CONTINUATION, JOINED, SUBJECT =
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
local function num(n) return string.format('%.0f', n) end
local function split(record)
  local head, tail = string.match(record, '^([^\\n]*)\\n(.*)$')
  if not head then return nil end
  local f = {}
  for part in string.gmatch(head .. '\\t', '([^\\t]*)\\t') do f[#f + 1] = part end
  if #f ~= SUBJECT or not tonumber(f[GEN]) or not tonumber(f[ATTEMPT]) then return nil end
  f.tail = tail
  return f
end
local function join(f) return table.concat(f, '\\t', 1, SUBJECT) .. '\\n' .. f.tail end
local function roomKey(room) return P .. 'room:' .. room end
local function atKey(room) return P .. 'at:' .. room end
local function whoKey(subject) return P .. 'who:' .. subject end
local function goneKey(session) return P .. 'gone:' .. session end
-- An unreadable record is no record.
local function find(room, peerId)
  local held = redis.call('HGET', roomKey(room), peerId)
  local f = held and split(held)
  if held and not f then redis.call('HDEL', roomKey(room), peerId) end
  return f, held
end
local function isAlive(node)
  local score = redis.call('ZSCORE', P .. 'nodes', node)
  return score and tonumber(score) > nowMs - LEASE_MS
end
-- A node that was given up must know its new lease first. A dead node cannot, so its last commands add nothing, also if they
-- arrive after a sign of life that began a new lease.
local function isGivenUp() return redis.call('HGET', P .. 'leases', NODE) ~= LEASE end
-- Each change of a room has a number of its own. It begins with the time, so a number never returns.
local function nextNumber(room)
  local last = tonumber(redis.call('HGET', atKey(room), '#') or '')
  local number = last and last + 1 or nowUs
  redis.call('HSET', atKey(room), '#', num(number))
  return number
end
local function nextGeneration(f) return num(f and math.max(tonumber(f[GEN]) + 1, nowUs) or nowUs) end
local function send(node, text) redis.call('PUBLISH', P .. 'to:' .. node, text) end
local function sendToLive(text)
  for _, node in ipairs(redis.call('ZRANGEBYSCORE', P .. 'nodes', '(' .. num(nowMs - LEASE_MS), '+inf')) do
    send(node, text)
  end
end
-- Sends a change to all nodes of a room, to the node 'also', and not to the node 'except'. Of a peer that left, the session
-- says enough.
local function tell(kind, room, number, f, also, except)
  local text = table.concat({ kind, room, num(number), f.peerId, kind == 'l' and f[SESSION] or join(f) }, '\\r')
  local isSent = {}
  for _, node in ipairs(redis.call('HKEYS', atKey(room))) do
    if node ~= '#' and node ~= except then send(node, text); isSent[node] = true end
  end
  if also and also ~= except and not isSent[also] then send(also, text) end
end
local function snapshot(node, room)
  local parts = { 's', room, redis.call('HGET', atKey(room), '#') or '0' }
  local all = redis.call('HGETALL', roomKey(room))
  for i = 1, #all do parts[#parts + 1] = all[i] end
  send(node, table.concat(parts, '\\r'))
end
-- Returns whether the room had no peers.
local function put(room, f)
  redis.call('HSET', roomKey(room), f.peerId, join(f))
  return redis.call('ZADD', P .. 'rooms', 0, room) == 1
end
local function enter(room, f)
  if redis.call('HINCRBY', atKey(room), f[AT], 1) == 1 then redis.call('SADD', P .. 'in:' .. f[AT], room) end
  if f[SUBJECT] ~= '' then redis.call('HINCRBY', whoKey(f[SUBJECT]), room, 1) end
end
local function exit(room, node, subject)
  if redis.call('HINCRBY', atKey(room), node, -1) <= 0 then
    redis.call('HDEL', atKey(room), node)
    redis.call('SREM', P .. 'in:' .. node, room)
  end
  if subject ~= '' and redis.call('HINCRBY', whoKey(subject), room, -1) <= 0 then
    redis.call('HDEL', whoKey(subject), room)
  end
end
-- Changes a peer that stays in its room; 'from' is its node before.
local function change(room, f, from, except)
  local number = nextNumber(room)
  put(room, f)
  if from ~= f[AT] then exit(room, from, f[SUBJECT]); enter(room, f) end
  tell('m', room, number, f, from, except)
end
-- Returns whether the room had no peers.
local function add(room, f, order, except)
  local number = nextNumber(room)
  f[ORDER] = num(order or number)
  local isOpening = put(room, f)
  enter(room, f)
  tell('j', room, number, f, nil, except)
  return isOpening
end
-- A node without contact may not bring an ended session back, so a session leaves a trace for keepMs.
local function ended(f, ending, endingMs)
  if f[STATE] == PLAIN then return end
  local keepMs = math.max(tonumber(endingMs) or 0, 60000)
  local untilMs = ending and nowMs + tonumber(endingMs) or 0
  redis.call('SET', goneKey(f[SESSION]), num(untilMs) .. ' ' .. (ending or ''), 'PX', num(keepMs))
end
local function isEmpty(room) return redis.call('EXISTS', roomKey(room)) == 0 end
-- Returns whether the room has no peers left.
-- 'isKnown': this node has removed the peer already, so it needs the change only if it still has a view of the room.
local function remove(room, f, ending, endingMs, isKnown)
  local number = nextNumber(room)
  redis.call('HDEL', roomKey(room), f.peerId)
  exit(room, f[AT], f[SUBJECT])
  ended(f, ending, endingMs)
  tell('l', room, number, f, not isKnown and f[AT] or nil)
  if not isEmpty(room) then return false end
  redis.call('DEL', atKey(room))
  redis.call('ZREM', P .. 'rooms', room)
  return true
end
local function forget(room, f)
  exit(room, f[AT], f[SUBJECT])
end
-- A node that does not know the present epoch has not restated its peers yet, so it can change nothing.
if EPOCH ~= '-' and redis.call('GET', P .. 'epoch') ~= EPOCH then return { 'epoch' } end
`;
