-- The members of a sorted set, or the fields of a hash, whose number is at or above a threshold. It only reads.
--
-- KEYS[1]  a sorted set or a hash; absent counts as empty
-- ARGV[1]  the threshold, a decimal number
-- ARGV[2]  the most to return: 100 if absent
-- ARGV[3]  the most fields that a hash may have: 10000 if absent
-- Result   name, number for each, as strings, the highest first; equal ones of a hash in the order of their names, of a sorted set in
--          the reverse
-- Cost     O(log n + ARGV[2]) for a sorted set. A hash is read as a whole and sorted, so one with more than ARGV[3] fields is an error.
--          Fields that hold no decimal number are passed over
-- Needs    Redis 2.6; +type +zrevrangebyscore +hlen +hgetall

local function whole(place, text, low)
  local number = text and text:match('^%-?%d+$') and tonumber(text)
  if not number or math.abs(number) >= 1e15 or (low and number < low) then
    error(place .. ' is ' .. (text and '"' .. text .. '"' or 'missing')
      .. ': it must be a whole number of at most 15 digits' .. (low and ', ' .. low .. ' or more' or ''))
  end
  return number
end

local function decimal(place, text)
  local number = text and not text:find('[^%d%.eE%+%-]') and tonumber(text)
  if not number then
    error(place .. ' is ' .. (text and '"' .. text .. '"' or 'missing') .. ': it must be a decimal number')
  end
  return number
end

if #KEYS ~= 1 then
  error('KEYS holds ' .. #KEYS .. ': this script takes 1 key')
end
local threshold = decimal('ARGV[1]', ARGV[1])
local most = whole('ARGV[2]', ARGV[2] or '100', 1)
local most_fields = whole('ARGV[3]', ARGV[3] or '10000', 1)

local kind = redis.call('TYPE', KEYS[1]).ok
if kind == 'none' then
  return {}
end
if kind == 'zset' then
  return redis.call('ZREVRANGEBYSCORE', KEYS[1], '+inf', ARGV[1], 'WITHSCORES', 'LIMIT', 0, most)
end
if kind ~= 'hash' then
  error('KEYS[1] is a ' .. kind .. ': it must be a sorted set or a hash')
end
local fields = redis.call('HLEN', KEYS[1])
if fields > most_fields then
  error('KEYS[1] has ' .. fields .. ' fields, more than the ' .. most_fields .. ' that ARGV[3] allows')
end

local all, found = redis.call('HGETALL', KEYS[1]), {}
for i = 1, #all, 2 do
  local text = all[i + 1]
  local number = not text:find('[^%d%.eE%+%-]') and tonumber(text)
  if number and number >= threshold then
    found[#found + 1] = {name = all[i], text = text, number = number}
  end
end
table.sort(found, function(a, b)
  if a.number ~= b.number then
    return a.number > b.number
  end
  return a.name < b.name
end)

local result = {}
for i = 1, math.min(#found, most) do
  result[2 * i - 1] = found[i].name
  result[2 * i] = found[i].text
end
return result
