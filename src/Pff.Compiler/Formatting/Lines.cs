using Pff.Core.Text;

namespace Pff.Compiler.Formatting;

internal static class Lines
{
    /// <summary>Whether the line before that of a place is blank.</summary>
    public static bool IsBlankBefore(SourceText source, int offset)
    {
        var (line, _) = source.GetPosition(offset);
        return line > 0 && string.IsNullOrWhiteSpace(source.GetLine(line - 1));
    }
}
