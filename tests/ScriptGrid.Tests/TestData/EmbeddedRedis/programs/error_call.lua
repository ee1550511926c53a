redis.call('SET', KEYS[1], 'text')

local function read(key)
  return redis.call('LRANGE', key, 0, -1)
end

return {
  1,
  read(KEYS[1]),
}
