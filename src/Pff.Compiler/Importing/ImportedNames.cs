using System.Text;

namespace Pff.Compiler.Importing;

/// <summary>Names as manifests have them, made from names as other formats have them.</summary>
internal sealed class ImportedNames
{
    private const int MaximumLength = 80;

    /// <summary>Words that an expression or manifest reads as something else than a name.</summary>
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "true", "false", "null", "in", "now", "error", "match", "from", "where", "select", "as", "break", "const", "continue", "else",
        "for", "function", "if", "import", "let", "loop", "package", "namespace", "return", "var", "void", "while",
    };

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>A name that nothing else has yet: the snake case of <paramref name="original"/>, with a number where it is taken.</summary>
    /// <param name="original">What the other format calls it.</param>
    /// <param name="otherwise">The name where nothing of that can stand in one.</param>
    /// <param name="keepsCase">Whether a name that could stand as it is, stands as it is.</param>
    public string Take(string original, string otherwise, bool keepsCase = false)
    {
        var name = keepsCase && IsPlain(original) ? original : Snake(original, otherwise);
        for (var i = 1; ; i++)
        {
            var candidate = i == 1 ? name : $"{name}_{i}";
            if (_taken.Add(candidate))
            {
                return candidate;
            }
        }
    }

    /// <summary><c>listCustomer</c>, <c>List Customers</c>, <c>HTTPServer-id</c> become <c>list_customer</c>, <c>list_customers</c>, <c>http_server_id</c>.</summary>
    public static string Snake(string original, string otherwise)
    {
        var name = new StringBuilder();
        for (var i = 0; i < original.Length && name.Length < MaximumLength; i++)
        {
            var unit = original[i];
            if (!char.IsAsciiLetterOrDigit(unit))
            {
                Separate(name);
                continue;
            }

            if (char.IsAsciiLetterUpper(unit) && StartsWord(original, i))
            {
                Separate(name);
            }

            name.Append(char.ToLowerInvariant(unit));
        }

        var text = name.ToString().Trim('_');
        return text.Length == 0 ? otherwise
            : char.IsAsciiDigit(text[0]) ? $"{otherwise}_{text}"
            : Reserved.Contains(text) ? $"{text}_value"
            : text;
    }

    /// <summary>Whether a name can stand in an expression as it is.</summary>
    public static bool IsPlain(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(u => char.IsAsciiLetterOrDigit(u) || u == '_') && !Reserved.Contains(name);

    // A capital starts a word behind a small letter or digit, and where a small letter follows a run of capitals.
    private static bool StartsWord(string text, int at) =>
        at > 0 && (!char.IsAsciiLetterUpper(text[at - 1]) || (at + 1 < text.Length && char.IsAsciiLetterLower(text[at + 1])));

    private static void Separate(StringBuilder name)
    {
        if (name.Length > 0 && name[^1] != '_')
        {
            name.Append('_');
        }
    }
}
