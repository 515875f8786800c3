/** Sends a snapshot of a room to this node. */
export const look = `
snapshot(NODE, ARGV[5])
return { 'sent' }
`;

/** Returns the records of a room. */
export const list = `
local all = redis.call('HGETALL', roomKey(ARGV[5]))
table.insert(all, 1, 'list')
return all
`;

/** Returns the names of a page of rooms, in the order of their bytes, with the number of their peers. */
export const rooms = `
local after, limit = ARGV[5], ARGV[6]
local names = redis.call('ZRANGEBYLEX', P .. 'rooms', after == '' and '-' or '(' .. after, '+', 'LIMIT', 0, limit)
local answer = { 'rooms' }
for _, name in ipairs(names) do
  answer[#answer + 1] = name
  answer[#answer + 1] = redis.call('HLEN', roomKey(name))
end
return answer
`;

export const isPresent = `
return { 'present', redis.call('EXISTS', whoKey(ARGV[5])) }
`;

/** Returns the ids of all live nodes. */
export const nodes = `
local answer = redis.call('ZRANGEBYSCORE', P .. 'nodes', '(' .. num(nowMs - LEASE_MS), '+inf')
table.insert(answer, 1, 'nodes')
return answer
`;
