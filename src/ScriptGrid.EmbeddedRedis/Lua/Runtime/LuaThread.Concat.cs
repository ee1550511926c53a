using ScriptGrid.EmbeddedRedis.Lua.Compilation;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <content>Concatenation: from the right, joining as many adjacent strings and numbers at once as possible.</content>
internal sealed partial class LuaThread
{
    /// <summary>Joins the registers from <paramref name="first"/> to <paramref name="last"/>, relative to the frame's base. Overwrites them.</summary>
    private LuaValue Concat(int first, int last)
    {
        int start = _calls[_depth].Base;
        first += start;
        int top = last + start;
        while (top > first)
        {
            var left = _stack[top - 1];
            var right = _stack[top];
            int count = 2;
            if (!IsText(left) || !IsText(right))
            {
                if (!TryBinary(MetaEvent.Concat, left, right, out var result))
                {
                    bool isLeftFine = IsText(left);
                    throw TypeError(isLeftFine ? right : left, "concatenate", Operand.First + (isLeftFine ? top - first : top - first - 1));
                }

                _stack[top - 1] = result;
            }
            else
            {
                while (top - count >= first && IsText(_stack[top - count]))
                {
                    count++;
                }

                _stack[top - count + 1] = Join(_stack.AsSpan(top - count + 1, count));
            }

            top -= count - 1;
        }

        return _stack[first];
    }

    private static bool IsText(LuaValue value) => value.IsString || value.IsNumber;

    private LuaString Join(Span<LuaValue> values)
    {
        long length = 0;
        foreach (ref LuaValue value in values)
        {
            if (value.IsNumber)
            {
                value = LuaNumber.ToLuaString(value.Number);
            }

            length += value.AsString!.Length;
        }

        if (length == values[0].AsString!.Length)
        {
            return values[0].AsString!;
        }

        State.ChargeMemory(length);
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)length);
        int position = 0;
        foreach (ref readonly LuaValue value in values)
        {
            var text = value.AsString!;
            text.Span.CopyTo(bytes.AsSpan(position));
            position += text.Length;
        }

        return new LuaString(bytes);
    }
}
