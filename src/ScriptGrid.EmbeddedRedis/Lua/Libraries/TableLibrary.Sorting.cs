using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary><c>table.sort</c>: the quicksort of Lua 5.1, because scripts can see the order of equal elements and of the comparisons.</summary>
internal static partial class TableLibrary
{
    private static int Sort(Arguments arguments)
    {
        LuaTable table = arguments.CheckTable(0);
        int length = table.Length;
        LuaFunction? order = arguments[1].IsNil ? null : arguments.CheckFunction(1);
        if (order is null && length > 1 && !table.IsReadOnly && TrySortNumbers(arguments, table, length))
        {
            return arguments.Return();
        }

        new Sorter(arguments, table, order).Sort(1, length);
        return arguments.Return();
    }

    /// <summary>
    /// Sorts a list of numbers. Returns false if it contains anything else, NaN or zero: NaN has no order, and 0 and -0 are equal but different.
    /// </summary>
    private static bool TrySortNumbers(Arguments arguments, LuaTable table, int length)
    {
        arguments.State.ChargeHeap(length * (long)sizeof(double));
        double[] numbers = new double[length];
        for (int i = 0; i < length; i++)
        {
            LuaValue value = table[i + 1];
            if (!value.IsNumber || double.IsNaN(value.Number) || value.Number == 0)
            {
                return false;
            }

            numbers[i] = value.Number;
        }

        arguments.State.Charge((int)Math.Min(int.MaxValue, 1 + ((long)length * double.ILogB(length) / 8)));
        Array.Sort(numbers);
        for (int i = 0; i < length; i++)
        {
            table[i + 1] = numbers[i];
        }

        return true;
    }

    private readonly struct Sorter(Arguments arguments, LuaTable table, LuaFunction? order)
    {
        /// <summary>Sorts from <paramref name="low"/> to <paramref name="high"/>. It recurses into the smaller part only, so the depth is at most 31.</summary>
        internal void Sort(int low, int high)
        {
            while (low < high)
            {
                SwapIfLess(high, low);
                if (high - low == 1)
                {
                    return;
                }

                int middle = (int)(((long)low + high) / 2);
                if (!SwapIfLess(middle, low))
                {
                    SwapIfLess(high, middle);
                }

                if (high - low == 2)
                {
                    return;
                }

                int split = Partition(low, high, middle);
                if (split - low < high - split)
                {
                    Sort(low, split - 1);
                    low = split + 1;
                }
                else
                {
                    Sort(split + 1, high);
                    high = split - 1;
                }
            }
        }

        /// <summary>Moves elements that are less than the middle element before it, and those that are greater after it.</summary>
        /// <returns>The final position of the middle element.</returns>
        private int Partition(int low, int high, int middle)
        {
            LuaValue pivot = table[middle];
            Swap(middle, high - 1);
            int left = low;
            int right = high - 1;
            while (true)
            {
                while (IsLess(table[++left], pivot))
                {
                    RefuseDisorder(left > high);
                }

                while (IsLess(pivot, table[--right]))
                {
                    RefuseDisorder(right < low);
                }

                if (right < left)
                {
                    Swap(high - 1, left);
                    return left;
                }

                Swap(left, right);
            }
        }

        private bool SwapIfLess(int right, int left)
        {
            if (!IsLess(table[right], table[left]))
            {
                return false;
            }

            Swap(left, right);
            return true;
        }

        private bool IsLess(LuaValue left, LuaValue right)
        {
            LuaThread thread = arguments.Thread;
            if (order is not null)
            {
                return thread.Call(order, left, right).IsTruthy;
            }

            thread.State.Charge(1);
            return thread.IsLess(left, right);
        }

        private void Swap(int first, int second)
        {
            RefuseReadOnly(table);
            (table[first], table[second]) = (table[second], table[first]);
        }

        private void RefuseDisorder(bool isOutside)
        {
            if (isOutside)
            {
                throw arguments.Error("invalid order function for sorting");
            }
        }
    }
}
