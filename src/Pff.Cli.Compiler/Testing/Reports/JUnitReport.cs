using System.Globalization;
using System.Text;
using System.Xml;

namespace Pff.Cli.Compiler.Testing.Reports;

/// <summary>The XML that CI servers read: a suite a file, a case a test.</summary>
internal static class JUnitReport
{
    public static byte[] Write(IReadOnlyCollection<TestResult> results)
    {
        using var buffer = new MemoryStream();
        var settings = new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), NewLineChars = "\n" };
        using (var xml = XmlWriter.Create(buffer, settings))
        {
            xml.WriteStartElement("testsuites");
            WriteCounts(xml, results);
            foreach (var suite in results.GroupBy(r => r.File, StringComparer.Ordinal))
            {
                var cases = suite.ToList();
                xml.WriteStartElement("testsuite");
                xml.WriteAttributeString("name", Clean(suite.Key));
                WriteCounts(xml, cases);
                cases.ForEach(result => WriteCase(xml, result));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return buffer.ToArray();
    }

    private static void WriteCounts(XmlWriter xml, IReadOnlyCollection<TestResult> results)
    {
        xml.WriteAttributeString("tests", results.Count.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("failures", results.Count(r => !r.IsGood).ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("errors", "0");
        xml.WriteAttributeString("time", Seconds(results.Sum(r => r.DurationMs)));
    }

    private static void WriteCase(XmlWriter xml, TestResult result)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("name", Clean(result.Test.Name));
        xml.WriteAttributeString("classname", Clean($"{result.File}.{result.Test.Sequence}"));
        xml.WriteAttributeString("file", Clean(result.File));
        xml.WriteAttributeString("line", (result.Test.Source.GetPosition(result.Test.Span.Start).Line + 1).ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("time", Seconds(result.DurationMs));
        if (!result.IsGood)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("message", Clean(result.Problems[0].Message.English));
            xml.WriteAttributeString("type", "expectation");
            var lines = result.Problems.SelectMany(p => p.Details.Select(d => "  " + d).Prepend(p.Message.English));
            xml.WriteString(Clean(string.Join('\n', lines)));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string Seconds(double milliseconds) => (milliseconds / 1000).ToString("F3", CultureInfo.InvariantCulture);

    /// <summary>XML 1.0 has no way to write most control characters and lone surrogates.</summary>
    private static string Clean(string text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            builder.Append(rune.Value < ' ' && rune.Value is not ('\t' or '\n') || rune.Value is 0xFFFE or 0xFFFF ? "\uFFFD" : rune.ToString());
        }

        return builder.ToString();
    }
}
