using System.IO.Compression;
using System.Xml;

namespace Pff.Runtime.Tables.Workbooks;

/// <summary>
/// A workbook's zip archive (ECMA-376): finds the parts by their relationships, since only those say how they are named.
/// </summary>
internal sealed class WorkbookParts(ZipArchive archive, TableOptions options)
{
    private const string OfficeRelationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string StrictRelationships = "http://purl.oclc.org/ooxml/officeDocument/relationships";
    private const int MaximumRelationships = 10_000;

    /// <summary>The part of the sheet that was asked for, else of the first that is not hidden; null where there is none.</summary>
    public ZipArchiveEntry? Sheet { get; private set; }

    /// <summary>The names of the sheets that are not hidden.</summary>
    public List<string> SheetNames { get; } = [];

    public ZipArchiveEntry? SharedStrings { get; private set; }

    public ZipArchiveEntry? Styles { get; private set; }

    /// <summary>Days count from 1904-01-01, as old Macintosh programs had it.</summary>
    public bool CountsFrom1904 { get; private set; }

    public void Find()
    {
        var workbook = RelationshipsOf("").FirstOrDefault(r => r.Type.EndsWith("/officeDocument", StringComparison.Ordinal)).Target
            ?? "xl/workbook.xml";
        var related = RelationshipsOf(workbook);
        SharedStrings = Related(related, "/sharedStrings");
        Styles = Related(related, "/styles");
        if (Entry(workbook) is not { } part)
        {
            return;
        }

        var sheetId = ReadWorkbook(part);
        Sheet = Entry(related.FirstOrDefault(r => r.Id == sheetId).Target);
    }

    /// <exception cref="UnpackingException">While reading, where the part is far larger than a real one.</exception>
    public Stream Open(ZipArchiveEntry entry) => new BoundedStream(entry.Open(), entry.FullName, entry.CompressedLength, options);

    /// <summary>
    /// Unpacks a part once before anything of it is used: a flipped bit may still give well-formed XML with another
    /// number in it, and a row must not run on that.
    /// </summary>
    /// <exception cref="InvalidDataException">The part is not what was packed.</exception>
    /// <exception cref="UnpackingException">The part is far larger than a real one.</exception>
    public void Verify(ZipArchiveEntry entry)
    {
        var buffer = new byte[64 * 1024];
        using var stream = Open(entry);
        var checksum = 0u;
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            checksum = Crc32.Append(checksum, buffer.AsSpan(0, read));
        }

        if (checksum != entry.Crc32)
        {
            throw new InvalidDataException($"'{entry.FullName}' has another checksum than when it was packed");
        }
    }

    /// <summary>A part that is named and not there would turn dates into numbers and texts into nothing.</summary>
    private ZipArchiveEntry? Related(List<Relationship> relationships, string type)
    {
        var target = relationships.FirstOrDefault(r => r.Type.EndsWith(type, StringComparison.Ordinal)).Target;
        return Entry(target) ?? (target is null ? null : throw new InvalidDataException($"'{target}' is missing"));
    }

    private ZipArchiveEntry? Entry(string? name) => name is null ? null : archive.GetEntry(name)
        ?? archive.Entries.FirstOrDefault(entry => string.Equals(entry.FullName.Replace('\\', '/'), name, StringComparison.OrdinalIgnoreCase));

    private string? ReadWorkbook(ZipArchiveEntry part)
    {
        string? found = null;
        Verify(part);
        using var reader = WorkbookXml.Open(Open(part));
        while (reader.Read())
        {
            if (WorkbookXml.IsElement(reader, "workbookPr"))
            {
                CountsFrom1904 = reader.GetAttribute("date1904") is "1" or "true";
            }
            else if (WorkbookXml.IsElement(reader, "sheet") && reader.GetAttribute("state") is null or "visible" && SheetNames.Count < MaximumRelationships)
            {
                var name = reader.GetAttribute("name") ?? "";
                SheetNames.Add(name);
                if (options.Sheet is null || string.Equals(name, options.Sheet, StringComparison.OrdinalIgnoreCase))
                {
                    found ??= reader.GetAttribute("id", OfficeRelationships) ?? reader.GetAttribute("id", StrictRelationships);
                }
            }
        }

        return found;
    }

    private List<Relationship> RelationshipsOf(string part)
    {
        var slash = part.LastIndexOf('/') + 1;
        var found = new List<Relationship>();
        if (Entry($"{part[..slash]}_rels/{part[slash..]}.rels") is not { } entry)
        {
            return found;
        }

        Verify(entry);
        using var reader = WorkbookXml.Open(Open(entry));
        while (reader.Read() && found.Count < MaximumRelationships)
        {
            if (WorkbookXml.IsElement(reader, "Relationship")
                && reader.GetAttribute("TargetMode") != "External"
                && reader.GetAttribute("Target") is { Length: > 0 } target)
            {
                found.Add(new Relationship(reader.GetAttribute("Id"), reader.GetAttribute("Type") ?? "", Resolve(part[..slash], target)));
            }
        }

        return found;
    }

    private static string Resolve(string folder, string target)
    {
        var segments = new List<string>();
        foreach (var segment in (target.StartsWith('/') ? target : folder + target).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment == ".." && segments.Count > 0)
            {
                segments.RemoveAt(segments.Count - 1);
            }
            else if (segment is not ("." or ".."))
            {
                segments.Add(segment);
            }
        }

        return string.Join('/', segments);
    }

    private readonly record struct Relationship(string? Id, string Type, string Target);
}
