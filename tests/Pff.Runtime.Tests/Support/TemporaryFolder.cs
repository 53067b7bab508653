using System.Text;

namespace Pff.Runtime.Tests.Support;

/// <summary>A folder of one test, removed with everything in it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <param name="root">The folder that it is made in; null for the system's.</param>
    public TemporaryFolder(string? root = null) => Path = root is null
        ? Directory.CreateTempSubdirectory("pff-test-").FullName
        : Directory.CreateDirectory(System.IO.Path.Combine(root, $"pff-test-{Guid.NewGuid():N}")).FullName;

    public string Path { get; }

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(At(name), bytes);
        return At(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
