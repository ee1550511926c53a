-- A page of a sorted set, best first, with some fields of each item, as JSON. KEYS: the set, the prefix of items. ARGV: the page from 0, its size.
local size = tonumber(ARGV[2])
local pages = math.floor((redis.call('ZCARD', KEYS[1]) + size - 1) / size)
local first = ARGV[1] % pages * size
local found = redis.call('ZRANGE', KEYS[1], first, first + size - 1, 'REV', 'WITHSCORES')
local items = {}
for i = 1, #found, 2 do
  local fields = redis.call('HMGET', KEYS[2] .. found[i], 'title', 'author')
  items[#items + 1] = {id = found[i], score = tonumber(found[i + 1]), title = fields[1], author = fields[2]}
end
return cjson.encode({pages = pages, items = items})
