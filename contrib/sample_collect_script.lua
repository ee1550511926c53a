--!df flags=allow-undeclared-keys
-- Totals over the lists whose keys match a pattern: a first script to run, and to start your own from.
--
-- KEYS     none; on a cluster node it sees the keys of that node
-- ARGV[1]  pattern of keys, as MATCH of SCAN takes it: "*" if absent, "" or "0" (redis_exporter passes "0"; "[0]" is the key 0)
-- ARGV[2]  about how many keys to look at before giving up: 10000 if absent
-- Result   lists, how many there are; items, how many they hold together; longest_list, how many the longest holds; scan_complete,
--          1 where all keys were looked at and 0 where ARGV[2] ended the search, in which case the totals are too low
-- Cost     a SCAN of up to ARGV[2] keys, some 7 ms for 10000 on Redis 7.0 whatever the pattern; an LLEN for each list; no writes
-- Needs    Redis 6.0; +scan and +llen for an ACL user

local SCAN_COUNT = 1000

local pattern = ARGV[1]
if not pattern or pattern == '' or pattern == '0' then
  pattern = '*'
end
local max_keys = tonumber(ARGV[2] or 10000)
if not max_keys or max_keys < 1 then
  error('ARGV[2] is "' .. ARGV[2] .. '": it must be a number, 1 or more')
end

-- A node of a cluster does not answer for a key while its slot moves to that node: then there is nil. Any other error is the script's.
local function length_of(key)
  local length = redis.pcall('LLEN', key)
  if type(length) == 'table' and length.err:find('non local key', 1, true) then
    return nil
  end
  return type(length) == 'number' and length or redis.call('LLEN', key)
end

local seen = {} -- SCAN may return a key twice
local lists, items, longest = 0, 0, 0
local keys, cursor = 0, '0'
repeat
  local page = redis.call('SCAN', cursor, 'MATCH', pattern, 'COUNT', SCAN_COUNT, 'TYPE', 'list')
  cursor = page[1]
  keys = keys + SCAN_COUNT
  for _, key in ipairs(page[2]) do
    local length = not seen[key] and length_of(key)
    if length then
      lists = lists + 1
      items = items + length
      longest = math.max(longest, length)
    end
    seen[key] = true
  end
until cursor == '0' or keys >= max_keys

-- Strings, since redis_exporter accepts nothing else, and since a number would lose its fraction on the way out of Redis.
return {
  'lists', string.format('%d', lists),
  'items', string.format('%.0f', items),
  'longest_list', string.format('%d', longest),
  'scan_complete', cursor == '0' and '1' or '0',
}
