using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Pff.Core.Diagnostics;
using Pff.Core.Ports;

namespace Pff.Runtime.Reports.Html;

/// <summary>Texts, numbers and times of a page in one language; what it gives can stand between tags and in attributes.</summary>
internal sealed class HtmlText(Language language)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly CultureInfo _culture = SummaryText.NumberFormat(language == Language.Portuguese);

    public Language Language => language;

    public bool IsPortuguese => language == Language.Portuguese;

    /// <summary>At most so many characters, of which no pair of surrogates is cut apart.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + "…";
    }

    public static string Encode(string text) => Encoder.Encode(text);

    /// <summary>What others wrote: cut, encoded, and kept from changing the direction of the text around it.</summary>
    public static string Foreign(string text) => $"<bdi>{Encode(Cut(text, 400))}</bdi>";

    public string Say(string english, string portuguese) => IsPortuguese ? portuguese : english;

    public string Number(long number) => number.ToString("N0", _culture);

    public string Share(long part, long whole)
    {
        var percent = whole == 0 ? 0 : 100.0 * part / whole;

        // All but one of many is not all, and one of many is not none.
        return percent switch
        {
            > 99.9 and < 100 => "> " + 99.9.ToString("0.0", _culture) + " %",
            > 0 and < 0.1 => "< " + 0.1.ToString("0.0", _culture) + " %",
            _ => percent.ToString("0.#", _culture) + " %",
        };
    }

    public string Milliseconds(long milliseconds) => milliseconds switch
    {
        < 1000 => $"{milliseconds} ms",
        < 60_000 => (milliseconds / 1000.0).ToString("0.0", _culture) + " s",
        < 3_600_000 => $"{milliseconds / 60_000} min {milliseconds / 1000 % 60:D2} s",
        _ => $"{milliseconds / 3_600_000} h {milliseconds / 60_000 % 60:D2} min",
    };

    public string Time(DateTimeOffset instant)
    {
        var utc = instant.UtcDateTime;
        var shown = utc.ToString(IsPortuguese ? "dd/MM/yyyy HH:mm:ss" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return $"<time datetime=\"{utc.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}\">{shown} UTC</time>";
    }

    /// <summary>The class of the style sheet that an outcome is coloured by.</summary>
    /// <param name="outcome">Null for a row that was not reached.</param>
    public static string StyleOf(RowOutcome? outcome) => outcome switch
    {
        RowOutcome.Succeeded => "good",
        RowOutcome.Skipped => "muted",
        RowOutcome.Failed => "bad",
        RowOutcome.Unknown => "doubtful",
        null => "pending",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };

    /// <summary>A paragraph of Markdown: code is code, links are their texts, emphasis is left out.</summary>
    public static string Markdown(string paragraph)
    {
        var parts = Cut(paragraph.ReplaceLineEndings(" "), 1200).Split('`');
        return string.Concat(parts.Select((part, i) => i % 2 == 1 ? $"<code>{Encode(part)}</code>" : Encode(Unlinked(part))));
    }

    private static string Unlinked(string text) =>
        System.Text.RegularExpressions.Regex.Replace(text.Replace("**", "", StringComparison.Ordinal), @"\[([^\]]*)\]\([^)]*\)", "$1");
}
