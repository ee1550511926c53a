for i = 1, 20 do
  redis.call('SET', 'string:' .. i, i)
  redis.call('RPUSH', 'list:' .. i % 3, i)
  redis.call('HSET', 'hash', 'field' .. i, i * i)
  redis.call('ZADD', 'zset', i % 7, 'member' .. i)
  redis.call('SADD', 'set', i)
end
local cursor, keys = '0', {}
repeat
  local page = redis.call('SCAN', cursor, 'MATCH', 'list:*', 'COUNT', 5)
  cursor = page[1]
  for _, key in ipairs(page[2]) do
    keys[#keys + 1] = key
  end
until cursor == '0'
table.sort(keys)
return {
  keys, redis.call('DBSIZE'), redis.call('LRANGE', 'list:1', 0, -1), redis.call('HGETALL', 'hash'),
  redis.call('ZRANGE', 'zset', 0, -1, 'WITHSCORES'), redis.call('SMEMBERS', 'set'), redis.call('ZRANK', 'zset', 'member5'),
  redis.call('TYPE', 'hash'), redis.call('OBJECT', 'ENCODING', 'set'), redis.call('EXPIRE', 'hash', 100), redis.call('TTL', 'hash'),
}
