namespace Pff.Specs.Programs;

/// <summary>What the commands say of files that they cannot read or write, in the language that was asked for.</summary>
public sealed class FileFaultsSpec : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pff-faults-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("pff", "show nothing.pffchanges", "PFF3603: nothing.pffchanges cannot be read: there is no such file.")]
    [InlineData("pff", "show nothing.pffchanges --lang pt", "PFF3603: nothing.pffchanges não pode ser lido: o arquivo não existe.")]
    [InlineData("pffc", "export schema manifest -o no/schema.json", "PFF5003: 'no/schema.json' cannot be written: there is no such folder.")]
    [InlineData("pffc", "export schema manifest -o no/schema.json --lang pt", "PFF5003: não é possível gravar 'no/schema.json': a pasta não existe.")]
    public async Task A_message_says_why_in_its_language(string program, string arguments, string expected)
    {
        var (exitCode, said) = await RunningProgram.RunAsync(program, _folder, arguments.Split(' '));
        Assert.NotEqual(0, exitCode);
        Assert.Equal(expected, said.Trim());
    }
}
