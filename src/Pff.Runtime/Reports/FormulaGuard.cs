using System.Globalization;

namespace Pff.Runtime.Reports;

/// <summary>
/// Texts that a spreadsheet program would run as a formula. They come from servers and inputs, so a report must not be
/// the way by which one gets into somebody's spreadsheet (OWASP: CSV injection).
/// </summary>
internal static class FormulaGuard
{
    /// <summary>Whether the text begins as a formula does and is neither a number with a sign nor a sign alone.</summary>
    public static bool IsRisky(string text)
    {
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return text.Length > 1
            && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠'
            && !decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out _);
    }
}
