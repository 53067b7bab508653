using System.Globalization;
using System.Text;

namespace Pff.Runtime.Reports.Html;

/// <summary>A part of a whole in a chart.</summary>
/// <param name="Style">A class of the style sheet.</param>
internal readonly record struct ChartPart(string Name, long Count, string Style);

/// <summary>Charts as SVG without scripts and styles of their own: the colours are the page's.</summary>
internal static class HtmlChart
{
    private const int Width = 800;

    /// <summary>One bar of which each part has its share, and at least so much that it is seen.</summary>
    public static string Shares(string title, IReadOnlyList<ChartPart> parts)
    {
        const double Least = 4;
        const double Gap = 2;
        const int Height = 28;
        var shown = parts.Where(part => part.Count > 0).ToList();
        double total = shown.Sum(part => part.Count);
        var svg = new StringBuilder(Start(title, Height, "shares"));
        double at = 0;
        var free = Width - (Math.Max(0, shown.Count - 1) * Gap) - (shown.Count * Least);
        foreach (var part in shown)
        {
            var width = Least + (free * part.Count / total);
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{part.Style}\" x=\"{at:0.##}\" y=\"0\" width=\"{width:0.##}\" height=\"{Height}\" rx=\"3\"/>");
            at += width + Gap;
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>Columns side by side, with what they count above and what they are below.</summary>
    public static string Columns(string title, IReadOnlyList<ChartPart> parts, Func<long, string> number)
    {
        const int Height = 190;
        const int Base = 160;
        const int Tallest = 130;
        var most = Math.Max(1, parts.Max(part => part.Count));
        var step = (double)Width / parts.Count;
        var svg = new StringBuilder(Start(title, Height, "columns"));
        svg.Append(CultureInfo.InvariantCulture, $"<line class=\"axis\" x1=\"0\" y1=\"{Base}\" x2=\"{Width}\" y2=\"{Base}\"/>");
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            var height = part.Count == 0 ? 0 : Math.Max(2, Tallest * (double)part.Count / most);
            var (left, middle) = ((step * i) + (step * 0.15), (step * i) + (step / 2));
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{part.Style}\" x=\"{left:0.##}\" y=\"{Base - height:0.##}\" width=\"{step * 0.7:0.##}\" height=\"{height:0.##}\" rx=\"2\"/>");
            if (part.Count > 0)
            {
                svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{middle:0.##}\" y=\"{Base - height - 7:0.##}\">{number(part.Count)}</text>");
            }

            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{middle:0.##}\" y=\"{Base + 20}\">{HtmlText.Encode(part.Name)}</text>");
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>
    /// One host over time: above, a column for the requests of each slot with the errors at its foot; below, a bar from the median to
    /// 95 % of their durations.
    /// </summary>
    public static string Timeline(string title, HostTimeline timeline, HostHistory host, Func<DateTimeOffset, string> clock)
    {
        const int Height = 210;
        const int Base = 110;
        const int Tallest = 100;
        const int Floor = 185;
        const int Deepest = 65;
        var step = (double)Width / Math.Max(12, timeline.Slots.Length);
        var most = Math.Max(1.0, host.Slots.Max(s => s.Requests));
        var slowest = Math.Max(1.0, host.Slots.Max(s => s.Percentile95Ms));
        var svg = new StringBuilder(Start(title, Height, "timeline"));
        svg.Append(CultureInfo.InvariantCulture, $"<line class=\"axis\" x1=\"0\" y1=\"{Base}\" x2=\"{Width}\" y2=\"{Base}\"/><line class=\"axis\" x1=\"0\" y1=\"{Floor}\" x2=\"{Width}\" y2=\"{Floor}\"/>");
        for (var i = 0; i < timeline.Slots.Length; i++)
        {
            var (figures, left) = (host.Slots[i], step * i);
            if (timeline.Slots[i].FollowsPause)
            {
                // Where there is room between the labels of the ends.
                if (left is > 90 and < Width - 180)
                {
                    Label(left, timeline.Slots[i].Start, "start");
                }

                svg.Append(CultureInfo.InvariantCulture, $"<line class=\"pause\" x1=\"{left:0.##}\" y1=\"0\" x2=\"{left:0.##}\" y2=\"{Floor}\"/>");
            }

            if (figures.Requests == 0)
            {
                continue;
            }

            Bar("plain", left, Base - (Tallest * figures.Requests / most), Tallest * figures.Requests / most);
            if (figures.Errors > 0)
            {
                Bar("bad", left, Base - (Tallest * figures.Errors / most), Tallest * figures.Errors / most);
            }

            var (median, high) = (Deepest * figures.MedianMs / slowest, Deepest * figures.Percentile95Ms / slowest);
            Bar("muted", left, Floor - high, high - median);
            Bar("accent", left, Floor - median - 1, 2);
        }

        Label(0, timeline.Slots[0].Start, "start");
        Label(step * timeline.Slots.Length, timeline.Slots[^1].Start + timeline.Width, timeline.Slots.Length < 6 ? "start" : "end");
        return svg.Append("</svg>").ToString();

        void Bar(string style, double left, double top, double height) => svg.Append(
            CultureInfo.InvariantCulture,
            $"<rect class=\"{style}\" x=\"{left + (step * 0.1):0.##}\" y=\"{top:0.##}\" width=\"{step * 0.8:0.##}\" height=\"{Math.Max(1.5, height):0.##}\"/>");

        void Label(double at, DateTimeOffset instant, string anchor) => svg.Append(
            CultureInfo.InvariantCulture, $"<text class=\"{anchor}\" x=\"{at:0.##}\" y=\"{Floor + 18}\">{HtmlText.Encode(clock(instant))}</text>");
    }

    private static string Start(string title, int height, string style) =>
        $"<svg class=\"{style}\" viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"{HtmlText.Encode(title)}\""
        + (style == "shares" ? " preserveAspectRatio=\"none\">" : ">");
}
