using System.Numerics;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>Reads a format of <c>struct</c> option by option, and keeps track of byte order and alignment.</summary>
internal ref struct StructFormat(Arguments arguments, ReadOnlySpan<byte> format)
{
    private const long MaxIntegerSize = 32;

    /// <summary>The alignment of <c>!</c> without a number.</summary>
    private const int NativeAlignment = 8;

    private readonly Arguments _arguments = arguments;
    private ReadOnlySpan<byte> _rest = Charged(arguments, EndAtZero(format));
    private int _alignment = 1;

    internal bool IsBigEndian { get; private set; }

    /// <summary>The letter of the last option that was read.</summary>
    internal byte Option { get; private set; }

    /// <summary>The size of that option in bytes; 0 if it has none, or if the size depends on the data.</summary>
    internal long Size { get; private set; }

    /// <summary>Reads the next option.</summary>
    /// <returns>False at the end of the format.</returns>
    internal bool TryNext()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        Option = _rest[0];
        _rest = _rest[1..];
        Size = ReadSize();
        return true;
    }

    /// <summary>Returns how many bytes to skip before the option at a position in the data.</summary>
    internal readonly long Padding(ulong position)
    {
        if (Size == 0 || Option == 'c')
        {
            return 0;
        }

        ulong size = (ulong)Math.Min(Size, _alignment);
        return (long)((size - (position & (size - 1))) & (size - 1));
    }

    /// <summary>Applies an option that only affects the options after it.</summary>
    internal void Control()
    {
        switch (Option)
        {
            case (byte)' ':
                break;
            case (byte)'>':
                IsBigEndian = true;
                break;
            case (byte)'<':
                IsBigEndian = false;
                break;
            case (byte)'!':
                _alignment = ReadNumber(NativeAlignment);
                if (!BitOperations.IsPow2(_alignment))
                {
                    throw _arguments.Error($"alignment {_alignment} is not a power of 2");
                }

                break;
            default:
                throw _arguments.Bad(0, $"invalid format option '{(char)Option}'");
        }
    }

    private static ReadOnlySpan<byte> EndAtZero(ReadOnlySpan<byte> format)
    {
        int zero = format.IndexOf((byte)0);
        return zero < 0 ? format : format[..zero];
    }

    /// <summary>Returns the format, after charging the script for its options.</summary>
    private static ReadOnlySpan<byte> Charged(Arguments arguments, ReadOnlySpan<byte> format)
    {
        arguments.State.ChargeBytes(16L * format.Length);
        return format;
    }

    private long ReadSize()
    {
        switch (Option)
        {
            case (byte)'B' or (byte)'b' or (byte)'x':
                return 1;
            case (byte)'H' or (byte)'h':
                return 2;
            case (byte)'L' or (byte)'l' or (byte)'T' or (byte)'d':
                return 8;
            case (byte)'f':
                return 4;
            case (byte)'c':
                return ReadNumber(1);
            case (byte)'i' or (byte)'I':
                int size = ReadNumber(4);
                return size <= MaxIntegerSize
                    ? size
                    : throw _arguments.Error($"integral size {size} is larger than limit of {MaxIntegerSize}");
            default:
                return 0;
        }
    }

    private int ReadNumber(int otherwise)
    {
        if (_rest.IsEmpty || !char.IsAsciiDigit((char)_rest[0]))
        {
            return otherwise;
        }

        long number = 0;
        while (!_rest.IsEmpty && char.IsAsciiDigit((char)_rest[0]))
        {
            number = (number * 10) + _rest[0] - '0';
            _rest = _rest[1..];
            if (number > int.MaxValue)
            {
                throw _arguments.Error("integral size overflow");
            }
        }

        return (int)number;
    }
}
