using System.Text.RegularExpressions;

namespace Pff.Compiler.Manifest;

/// <summary>Regular expressions as the runtime matches them: in linear time, so what only backtracking can do is refused.</summary>
internal static class LinearPattern
{
    public static bool IsValid(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
