using System.IO.Compression;
using System.Text;

namespace Pff.Specs.Reliability.BadInputs;

/// <summary>Something bad that a user hands to a program, in a folder that is otherwise as <see cref="BadInputBench"/> makes it.</summary>
/// <param name="What">As the table in <c>docs/reliability.md</c> calls it.</param>
/// <param name="Command">The program and its arguments, parted by blanks.</param>
internal sealed record BadInput(string What, string Command)
{
    public const string Run = "pff run manifest.yaml --file rows.csv";

    /// <summary>Written over what is there.</summary>
    public (string Path, byte[] Content)[] Files { get; init; } = [];

    public static BadInput OfFile(string what, string path, string text) => OfFile(what, path, Encoding.UTF8.GetBytes(text));

    public static BadInput OfFile(string what, string path, byte[] content) =>
        new(what, $"pff run manifest.yaml --file {path}") { Files = [(path, content)] };

    public static BadInput OfSource(string what, string path, string text) =>
        new(what, "pffc check manifest.yaml") { Files = [(path, Encoding.UTF8.GetBytes(text))] };

    public static byte[] Gzip(string text)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return buffer.ToArray();
    }

    public static byte[] Zip(params string[] names)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create))
        {
            foreach (var name in names)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write("id\n1\n"u8);
            }
        }

        return buffer.ToArray();
    }
}
