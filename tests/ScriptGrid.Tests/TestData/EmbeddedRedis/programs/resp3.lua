redis.setresp(3)
redis.call('HSET', KEYS[1], 'f', 'v')
redis.call('SADD', KEYS[2], 'm')
redis.call('ZADD', 'z', 1.25, 'one', 2, 'two')
local hash, set, score = redis.call('HGETALL', KEYS[1]), redis.call('SMEMBERS', KEYS[2]), redis.call('ZSCORE', 'z', 'one')
return {
  hash, set, score, {type(hash.map), type(set.set), type(score.double)}, redis.call('GET', 'absent'), true, false,
  redis.call('ZRANGE', 'z', 0, -1, 'WITHSCORES'), {map = {list = {1, 2}}}, redis.pcall('CONFIG').err,
}
