using System.Buffers;
using Pff.Core.Plan;

namespace Pff.Runtime.Http;

/// <summary>What a header may be, RFC 9110 section 5.</summary>
internal static class HeaderText
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static bool IsUsableName(string name) =>
        name.Length > 0 && !name.AsSpan().ContainsAnyExcept(NameCharacters) && !ConnectionHeaders.Has(name);

    /// <summary>Visible ASCII, blanks and tabs: no line break, and nothing that two servers would read in two ways.</summary>
    public static bool IsSendable(string value) => FirstUnsendable(value) is null;

    /// <summary>The first character that no header can carry.</summary>
    public static char? FirstUnsendable(string value)
    {
        foreach (var c in value)
        {
            if (c is not ('\t' or (>= ' ' and <= '~')))
            {
                return c;
            }
        }

        return null;
    }
}
