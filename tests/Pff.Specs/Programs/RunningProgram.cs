using System.Diagnostics;
using System.Text;

namespace Pff.Specs.Programs;

/// <summary>A real process of one of the command lines, as the test's own output folder has them.</summary>
internal sealed class RunningProgram : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private RunningProgram(Process process, string? input = null)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _process.StandardInput.Write(input);
        _process.StandardInput.Close();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Both streams, so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <param name="name"><c>pff</c> or <c>pffc</c>.</param>
    /// <param name="folder">Its working directory.</param>
    public static RunningProgram Start(string name, string folder, params string[] arguments) => StartWith([], name, folder, arguments);

    /// <param name="hostOptions">Options of <c>dotnet exec</c> itself.</param>
    public static RunningProgram StartWith(string[] hostOptions, string name, string folder, params string[] arguments) =>
        StartReading(null, hostOptions, name, folder, arguments);

    /// <param name="variables">More of its environment.</param>
    public static RunningProgram StartKnowing(Dictionary<string, string> variables, string name, string folder, params string[] arguments) =>
        StartReading(null, [], name, folder, arguments, variables);

    /// <summary>Runs to the end with a text on its standard input.</summary>
    public static async Task<(int ExitCode, string Said)> RunReadingAsync(string input, string name, string folder, params string[] arguments)
    {
        using var program = StartReading(input, [], name, folder, arguments);
        return (await program.WaitAsync(), program.Said);
    }

    /// <param name="variables">More of its environment.</param>
    public static RunningProgram StartWithVariables(Dictionary<string, string> variables, string name, string folder, params string[] arguments) =>
        StartReading(null, [], name, folder, arguments, variables);

    /// <summary>Runs to the end with more variables in its environment.</summary>
    public static async Task<(int ExitCode, string Said)> RunWithAsync(
        Dictionary<string, string> variables, string name, string folder, params string[] arguments)
    {
        using var program = StartKnowing(variables, name, folder, arguments);
        return (await program.WaitAsync(), program.Said);
    }

    private static RunningProgram StartReading(
        string? input, string[] hostOptions, string name, string folder, string[] arguments, Dictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", .. hostOptions, Path.Combine(AppContext.BaseDirectory, name + ".dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NO_COLOR"] = "1";
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach (var (variable, value) in variables ?? [])
        {
            start.Environment[variable] = value;
        }

        return new RunningProgram(Process.Start(start) ?? throw new InvalidOperationException($"{name} did not start."), input);
    }

    /// <summary>Runs to the end; more than two minutes is a failure.</summary>
    public static async Task<(int ExitCode, string Said)> RunAsync(string name, string folder, params string[] arguments)
    {
        using var program = Start(name, folder, arguments);
        return (await program.WaitAsync(), program.Said);
    }

    public Task<int> WaitAsync() => WaitAsync(TimeSpan.FromMinutes(2));

    public async Task<int> WaitAsync(TimeSpan atMost)
    {
        using var tooLong = new CancellationTokenSource(atMost);
        try
        {
            await _process.WaitForExitAsync(tooLong.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
            Assert.Fail($"still running after {atMost.TotalMinutes} minutes:\n{Said}");
        }

        return _process.ExitCode;
    }

    /// <summary>SIGKILL: the process learns nothing of it.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is not null)
        {
            lock (_said)
            {
                _said.AppendLine(line);
            }
        }
    }
}
