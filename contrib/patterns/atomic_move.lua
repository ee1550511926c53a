-- Moves one item between two keys of one type, or a string with its time to live. No reader sees it in both places, or in neither.
-- It adds before it removes, so that a server that is out of memory refuses the move as a whole.
--
-- KEYS[1]  the key to take from
-- KEYS[2]  another key, to move to; in a cluster of the same hash slot: {mail}:waiting and {mail}:done
-- ARGV[1]  the item: field of a hash, or member of a set or sorted set, which takes its value or score along; element of a list,
--          where the first that equals it is moved. If absent: the first element of a list. A string is moved as a whole
-- Result   1 where it was moved; 0 where it is not there, or where KEYS[2] has such a field or sorted member, or is a string: nothing is
--          overwritten. To a list it is added at the end
-- Cost     constant for strings, hashes and sets; O(log n) for sorted sets; O(n) to find an element in a list
-- Needs    Redis 6.0.6; +type +renamenx +lindex +lpos +rpush +lpop +lrem +smove +hget +hsetnx +hdel +zscore +zadd +zrem

if #KEYS ~= 2 or KEYS[1] == KEYS[2] then
  error('KEYS holds ' .. #KEYS .. ': this script takes 2 different keys')
end
local source, destination, item = KEYS[1], KEYS[2], ARGV[1]

local moves = {}

function moves.string()
  return redis.call('RENAMENX', source, destination)
end

function moves.list()
  if not item then
    redis.call('RPUSH', destination, redis.call('LINDEX', source, 0))
    redis.call('LPOP', source)
    return 1
  end
  if not redis.call('LPOS', source, item) then
    return 0
  end
  redis.call('RPUSH', destination, item)
  return redis.call('LREM', source, 1, item)
end

function moves.set()
  return redis.call('SMOVE', source, destination, item)
end

function moves.hash()
  local value = redis.call('HGET', source, item)
  if not value or redis.call('HSETNX', destination, item, value) == 0 then
    return 0
  end
  return redis.call('HDEL', source, item)
end

function moves.zset()
  local score = redis.call('ZSCORE', source, item)
  if not score or redis.call('ZADD', destination, 'NX', score, item) == 0 then
    return 0
  end
  return redis.call('ZREM', source, item)
end

local from, to = redis.call('TYPE', source).ok, redis.call('TYPE', destination).ok
if from == 'none' then
  return 0
end
if not moves[from] then
  error('KEYS[1] is a ' .. from .. ', of which nothing can be moved')
end
if to ~= 'none' and to ~= from then
  error('KEYS[1] is a ' .. from .. ' and KEYS[2] a ' .. to .. ': they must be of one type')
end
if not item and from ~= 'string' and from ~= 'list' then
  error('ARGV[1] is missing: it must be the item to move')
end
return moves[from]()
