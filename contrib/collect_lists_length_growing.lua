--!df flags=allow-undeclared-keys
-- Length of each list whose key matches a pattern, to watch queues grow and drain.
--
-- KEYS     none; on a cluster node it sees the keys of that node
-- ARGV[1]  pattern of keys, as MATCH of SCAN takes it: "*" if absent, "" or "0" (redis_exporter passes "0"; "[0]" is the key 0)
-- ARGV[2]  the most lists to return: 100 if absent
-- ARGV[3]  about how many keys to look at before giving up: 10000 if absent
-- Result   key, length for each list; then scan_complete, 1 where all keys were looked at and 0 where a bound ended the search,
--          in which case lists may be missing
-- Cost     a SCAN of up to ARGV[3] keys, some 7 ms for 10000 on Redis 7.0 whatever the pattern; an LLEN for each list; no writes
-- Needs    Redis 6.0; +scan and +llen for an ACL user

local SCAN_COUNT = 1000

local function bound(index, default)
  local value = ARGV[index]
  if not value then
    return default
  end
  local number = tonumber(value)
  if not number or number < 1 then
    error('ARGV[' .. index .. '] is "' .. value .. '": it must be a number, 1 or more')
  end
  return number
end

local pattern = ARGV[1]
if not pattern or pattern == '' or pattern == '0' then
  pattern = '*'
end
local max_lists = bound(2, 100)
local max_keys = bound(3, 10000)

-- A node of a cluster does not answer for a key while its slot moves to that node: then there is nil. Any other error is the script's.
local function length_of(key)
  local length = redis.pcall('LLEN', key)
  if type(length) == 'table' and length.err:find('non local key', 1, true) then
    return nil
  end
  return type(length) == 'number' and length or redis.call('LLEN', key)
end

local result, seen = {}, {} -- SCAN may return a key twice
local lists, keys, cursor = 0, 0, '0'
repeat
  local page = redis.call('SCAN', cursor, 'MATCH', pattern, 'COUNT', SCAN_COUNT, 'TYPE', 'list')
  cursor = page[1]
  keys = keys + SCAN_COUNT
  for _, key in ipairs(page[2]) do
    local length = not seen[key] and length_of(key)
    if length then
      lists = lists + 1
      if lists <= max_lists then
        result[#result + 1] = key
        result[#result + 1] = string.format('%d', length)
      end
    end
    seen[key] = true
  end
until cursor == '0' or keys >= max_keys or lists > max_lists

result[#result + 1] = 'scan_complete'
result[#result + 1] = (cursor == '0' and lists <= max_lists) and '1' or '0'
return result
