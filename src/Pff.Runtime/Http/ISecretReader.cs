namespace Pff.Runtime.Http;

/// <summary>Where secrets come from. Asked only when a run starts.</summary>
public interface ISecretReader
{
    /// <summary>The value of an environment variable, or null where it is not set.</summary>
    string? ReadEnvironmentVariable(string name);

    /// <summary>The text of a file, or null where it cannot be read. Secrets are short: a file over 64 KiB cannot be read.</summary>
    string? ReadFile(string path);

    /// <summary>The same for a file that need not be text.</summary>
    byte[]? ReadBytes(string path);
}

/// <summary>The secrets of this process and this machine.</summary>
public sealed class SystemSecretReader : ISecretReader
{
    private const int MaximumFileBytes = 64 * 1024;
    private readonly string _folder;

    /// <param name="folder">Where relative paths start: the folder of the catalogue, as a rule.</param>
    public SystemSecretReader(string folder) => _folder = folder;

    public string? ReadEnvironmentVariable(string name) => Environment.GetEnvironmentVariable(name);

    public string? ReadFile(string path) => Read(path, File.ReadAllText);

    public byte[]? ReadBytes(string path) => Read(path, File.ReadAllBytes);

    private T? Read<T>(string path, Func<string, T> read)
        where T : class
    {
        try
        {
            var full = Path.Combine(_folder, path);
            return new FileInfo(full) is { Exists: true, Length: <= MaximumFileBytes } ? read(full) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
