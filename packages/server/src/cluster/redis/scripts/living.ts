/**
 * Renews the lease of this node, or begins a new one if the node was given up. Returns the epoch, the time, the number of
 * the lease, the cards of all nodes, and the nodes that this node must give up. The first node that finds no epoch begins a
 * new one, also at another process of Redis: a promoted replica and a restarted Redis may lack the last changes. A node that
 * knew another epoch closes the gate, so that nobody takes the id of a peer that its node has not restated yet. A new node
 * sends its card to the others, because its clients can reach them at once.
 *
 * A node whose last sign of life is older than the longest gap gives up no other node. After a stall of this node, or of
 * Redis, the signs of life of the others may still be on their way.
 */
export const beat = `
local number, known, longestGapMs, url = unpack(ARGV, 5)
local lastMs = tonumber(redis.call('ZSCORE', P .. 'nodes', NODE) or '')
local isNew = redis.call('ZADD', P .. 'nodes', num(nowMs), NODE)
local lease = isNew == 0 and redis.call('HGET', P .. 'leases', NODE) or num(nowUs)
redis.call('HSET', P .. 'leases', NODE, lease)
local epoch = redis.call('GET', P .. 'epoch')
local process = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)') or ''
if not epoch or redis.call('GET', P .. 'process') ~= process then
  redis.call('SET', P .. 'process', process)
  epoch = num(nowUs) .. ':' .. NODE
  redis.call('SET', P .. 'epoch', epoch)
  redis.call('DEL', P .. 'restated')
end
if known ~= '' and known ~= epoch then redis.call('SET', P .. 'gate', '1', 'PX', num(LEASE_MS / 2)) end
redis.call('HSET', P .. 'cards', NODE, url)
if isNew == 1 then sendToLive('c\\r' .. NODE .. '\\r' .. url) end
send(NODE, 'b\\r' .. number)
local cards = table.concat(redis.call('HGETALL', P .. 'cards'), '\\r')
local answer = { 'beat', epoch, num(nowUs), lease, cards }
if lastMs and nowMs - lastMs <= tonumber(longestGapMs) then
  for _, dead in ipairs(redis.call('ZRANGEBYSCORE', P .. 'nodes', '-inf', num(nowMs - LEASE_MS))) do
    answer[#answer + 1] = dead
  end
end
return answer
`;

/**
 * Takes over some rooms of a dead node: its peers without a session leave, its sessions become away on this node. Returns
 * the number of rooms that are left, of adopted sessions and of peers that left.
 */
export const giveUp = `
local dead, graceMs = unpack(ARGV, 5)
if isGivenUp() or isAlive(dead) or dead == NODE then return { 'alive' } end
local key = P .. 'reaper:' .. dead
local reaper = redis.call('GET', key)
if reaper and reaper ~= NODE then return { 'other' } end
redis.call('SET', key, NODE, 'PX', 10000)
local adopted, left, budget = 0, 0, 200
while budget > 0 do
  local room = redis.call('SRANDMEMBER', P .. 'in:' .. dead)
  if not room then break end
  local all = redis.call('HGETALL', roomKey(room))
  local hasView, isChanged = redis.call('HEXISTS', atKey(room), NODE) == 1, false
  for i = 1, #all, 2 do
    local f = split(all[i + 1])
    if f and f[AT] == dead then
      f.peerId = all[i]
      if f[STATE] == PLAIN then remove(room, f); left = left + 1
      else
        f[AT], f[GEN] = NODE, nextGeneration(f)
        if f[STATE] == RESUMABLE then f[STATE], f[UNTIL] = AWAY, num(nowMs + tonumber(graceMs)) end
        change(room, f, dead, not hasView and NODE or nil)
        adopted, isChanged = adopted + 1, true
      end
    end
  end
  redis.call('SREM', P .. 'in:' .. dead, room)
  redis.call('HDEL', atKey(room), dead)
  if isEmpty(room) then redis.call('DEL', atKey(room)) end
  if isChanged and not hasView then snapshot(NODE, room) end
  budget = budget - 1 - #all / 2
end
local rooms = redis.call('SCARD', P .. 'in:' .. dead)
if rooms == 0 then
  redis.call('ZREM', P .. 'nodes', dead)
  redis.call('HDEL', P .. 'cards', dead)
  redis.call('HDEL', P .. 'leases', dead)
  redis.call('SREM', P .. 'restated', dead)
  redis.call('DEL', key)
end
return { 'adopted', rooms, adopted, left }
`;

/** Ends the lease of this node, and asks the others to take over. */
export const retire = `
redis.call('ZADD', P .. 'nodes', 0, NODE)
redis.call('HDEL', P .. 'cards', NODE)
sendToLive('r\\r' .. NODE)
return { 'retired' }
`;
