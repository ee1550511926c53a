local text = [[
The quick brown fox jumps over the lazy dog; the dog barks,
and the fox -- quick as ever -- is gone before the dog can turn.
]]
local counts, words = {}, {}
for word in text:lower():gmatch('%a+') do
  if not counts[word] then
    counts[word] = 0
    words[#words + 1] = word
  end
  counts[word] = counts[word] + 1
end
table.sort(words, function(a, b)
  if counts[a] ~= counts[b] then
    return counts[a] > counts[b]
  end
  return a < b
end)
local lines = {}
for i, word in ipairs(words) do
  lines[i] = string.format('%-6s %3d %5.2f%%', word, counts[word], 100 * counts[word] / #words)
end
return lines
