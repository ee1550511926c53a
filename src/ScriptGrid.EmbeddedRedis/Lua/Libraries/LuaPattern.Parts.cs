using System.Runtime.CompilerServices;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>What a match under way consists of.</summary>
internal ref partial struct LuaPattern
{
    private enum Outcome
    {
        Goes,
        Matched,
        Failed,
    }

    private enum ChoiceKind
    {
        /// <summary>Go on at the source and pattern kept.</summary>
        Resume,

        /// <summary>Give back one character of a greedy repetition, down to Extra.</summary>
        OneLess,

        /// <summary>Take one character more for a lazy repetition of the item from Pattern to Extra.</summary>
        OneMore,

        /// <summary>No choice: forget the youngest capture.</summary>
        DropCapture,

        /// <summary>No choice: the capture Extra is unfinished again.</summary>
        ReopenCapture,
    }

    private record struct Choice(ChoiceKind Kind, int Source, int Pattern, int Extra);

    private record struct Capture(int Start, int Length)
    {
        internal const int Unfinished = -1;
        internal const int Position = -2;
    }

    [InlineArray(MaxCaptures)]
    private struct Captures
    {
        private Capture _first;
    }
}
