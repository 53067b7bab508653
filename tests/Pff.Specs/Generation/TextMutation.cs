using System.Text;

namespace Pff.Specs.Generation;

/// <summary>A text with a few things removed, repeated, moved or put in, so that it is nearly what it was and wrong somewhere.</summary>
internal static class TextMutation
{
    private const int MaximumEdits = 6;
    private const int MaximumLength = 30;
    private const int MaximumRepeats = 300;

    /// <param name="pieces">What may be put in.</param>
    public static string Apply(string text, Random random, IReadOnlyList<string> pieces)
    {
        var builder = new StringBuilder(text);
        for (var edits = 1 + random.Next(MaximumEdits); edits > 0; edits--)
        {
            var at = random.Next(builder.Length + 1);
            var length = Math.Min(random.Next(MaximumLength), builder.Length - at);
            var piece = pieces[random.Next(pieces.Count)];
            switch (random.Next(6))
            {
                case 0:
                    builder.Remove(at, length);
                    break;
                case 1:
                    builder.Insert(at, piece);
                    break;
                case 2:
                    builder.Insert(random.Next(builder.Length + 1), builder.ToString(at, length));
                    break;
                case 3 when builder.Length > 0:
                    builder[Math.Min(at, builder.Length - 1)] = (char)random.Next(1, 0x250);
                    break;
                case 4:
                    builder.Insert(at, string.Concat(Enumerable.Repeat(piece, 1 + random.Next(MaximumRepeats))));
                    break;
                default:
                    builder.Remove(at, length).Insert(at, piece);
                    break;
            }
        }

        return builder.ToString();
    }
}
