using System.Text;

namespace Pff.Runtime.Http;

/// <summary>The segments <c>.</c> and <c>..</c>, which a server reads as another path (RFC 3986 section 5.2.4).</summary>
internal static class DotSegments
{
    /// <summary>Looks at the whole path, because two values side by side could make <c>..</c> together.</summary>
    public static bool IsIn(StringBuilder path)
    {
        var start = 1;
        for (var i = 1; i <= path.Length; i++)
        {
            if (i < path.Length && path[i] is not ('/' or '?'))
            {
                continue;
            }

            if (i - start is 1 or 2 && IsDots(path, start, i - start))
            {
                return true;
            }

            if (i < path.Length && path[i] == '?')
            {
                return false;
            }

            start = i + 1;
        }

        return false;
    }

    public static bool IsDots(StringBuilder path, int start, int length)
    {
        for (var i = start; i < start + length; i++)
        {
            if (path[i] != '.')
            {
                return false;
            }
        }

        return true;
    }
}
