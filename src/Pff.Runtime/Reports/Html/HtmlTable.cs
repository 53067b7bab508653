namespace Pff.Runtime.Reports.Html;

/// <summary>How tables of the page begin; their ends are <c>&lt;/tbody&gt;&lt;/table&gt;&lt;/div&gt;</c>.</summary>
internal static class HtmlTable
{
    /// <param name="firstNumber">The columns from this one on hold numbers.</param>
    public static void Start(TextWriter writer, IReadOnlyList<string> headers, int firstNumber)
    {
        writer.Write("<div class=\"scroll\"><table>\n<thead><tr>");
        for (var i = 0; i < headers.Count; i++)
        {
            writer.Write($"<th scope=\"col\"{(i >= firstNumber ? " class=\"number\"" : "")}>{headers[i]}</th>");
        }

        writer.Write("</tr></thead>\n<tbody>\n");
    }
}
