using System.Xml;

namespace Pff.Runtime.Tables.Workbooks;

/// <summary>How the XML of a workbook is read: no document type, no outside entity, no tree.</summary>
internal static class WorkbookXml
{
    /// <summary>Deeper than any workbook nests its elements.</summary>
    private const int MaximumDepth = 64;

    public static XmlReader Open(Stream stream) => XmlReader.Create(stream, new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CheckCharacters = false,
        CloseInput = true,
    });

    public static bool IsElement(XmlReader reader, string name) =>
        reader.NodeType == XmlNodeType.Element && reader.LocalName == name;

    /// <summary>
    /// Adds the text of the element at which the reader stands (<c>si</c> or <c>is</c>) and moves to its end: plain text and
    /// the runs of rich text, without phonetic hints.
    /// </summary>
    public static void ReadRichText(XmlReader reader, TextBuffer text)
    {
        if (reader.IsEmptyElement)
        {
            return;
        }

        var depth = reader.Depth;
        while (reader.Read() && reader.Depth > depth)
        {
            Guard(reader);
            if (IsElement(reader, "rPh"))
            {
                SkipToEnd(reader);
            }
            else if (IsElement(reader, "t"))
            {
                ReadText(reader, text);
            }
        }

        text.DecodeEscapes();
    }

    /// <summary>Adds the text of the element at which the reader stands and moves to its end.</summary>
    public static void ReadText(XmlReader reader, TextBuffer text)
    {
        if (reader.IsEmptyElement)
        {
            return;
        }

        var depth = reader.Depth;
        while (reader.Read() && reader.Depth > depth)
        {
            Guard(reader);
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
            {
                text.AddValue(reader);
            }
        }
    }

    /// <summary>Moves to the end of the element at which the reader stands.</summary>
    public static void SkipToEnd(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            return;
        }

        var depth = reader.Depth;
        while (reader.Read() && reader.Depth > depth)
        {
            Guard(reader);
        }
    }

    private static void Guard(XmlReader reader)
    {
        if (reader.Depth > MaximumDepth)
        {
            throw new XmlException("elements are nested too deeply");
        }
    }
}
