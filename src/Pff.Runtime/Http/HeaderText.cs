using System.Buffers;

namespace Pff.Runtime.Http;

/// <summary>What a header may be, RFC 9110 section 5.</summary>
internal static class HeaderText
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Headers that say where a message goes and where it ends: those are the client's alone.</summary>
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Connection", "Content-Length", "Transfer-Encoding", "Upgrade", "TE", "Trailer", "Keep-Alive",
        "Proxy-Authorization", "Proxy-Connection", "Expect",
    };

    public static bool IsUsableName(string name) => name.Length > 0 && !name.AsSpan().ContainsAnyExcept(NameCharacters) && !Reserved.Contains(name);

    /// <summary>Visible ASCII, blanks and tabs: no line break, and nothing that two servers would read in two ways.</summary>
    public static bool IsSendable(string value)
    {
        foreach (var c in value)
        {
            if (c is not ('\t' or (>= ' ' and <= '~')))
            {
                return false;
            }
        }

        return true;
    }
}
