namespace ScriptGrid.EmbeddedRedis.Lua.Values;

/// <summary>One conversion of a <c>printf</c> format: <c>%-+ #0</c>, the width, the precision (-1 if there is none) and the letter of the conversion.</summary>
internal record struct PrintfSpec(char Conversion)
{
    internal bool LeftAligned { get; set; }

    internal bool PlusSign { get; set; }

    internal bool BlankSign { get; set; }

    internal bool Alternate { get; set; }

    internal bool ZeroPadded { get; set; }

    internal int Width { get; set; }

    internal int Precision { get; set; } = -1;

    /// <summary>Sets the flag of a character.</summary>
    /// <returns>False if the character is not a flag.</returns>
    internal bool TrySetFlag(byte flag)
    {
        switch (flag)
        {
            case (byte)'-':
                LeftAligned = true;
                return true;
            case (byte)'+':
                PlusSign = true;
                return true;
            case (byte)' ':
                BlankSign = true;
                return true;
            case (byte)'#':
                Alternate = true;
                return true;
            case (byte)'0':
                ZeroPadded = true;
                return true;
            default:
                return false;
        }
    }

    /// <summary>Returns the sign of a number; 0 if it gets none.</summary>
    internal readonly byte SignOf(bool negative) => (byte)(negative ? '-' : PlusSign ? '+' : BlankSign ? ' ' : 0);
}
