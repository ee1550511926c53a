redis.call('SET', KEYS[1], 'text')
local ok, problem = pcall(function()
  return redis.call('HGET', KEYS[1], 'f')
end)
local again = redis.pcall('HGET', KEYS[1], 'f')
return {
  tostring(ok), type(problem), problem.err, tostring(problem.source), tostring(problem.line),
  again.err, tostring(again.source), tostring(again.line),
}
