local function solve(n)
  local columns, up, down, count = {}, {}, {}, 0
  local function place(row)
    if row > n then
      count = count + 1
      return
    end
    for column = 1, n do
      if not columns[column] and not up[row + column] and not down[row - column + n] then
        columns[column], up[row + column], down[row - column + n] = true, true, true
        place(row + 1)
        columns[column], up[row + column], down[row - column + n] = nil, nil, nil
      end
    end
  end
  place(1)
  return count
end
return {solve(4), solve(6), solve(7)}
