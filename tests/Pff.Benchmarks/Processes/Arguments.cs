using System.Globalization;

namespace Pff.Benchmarks.Processes;

/// <summary>Options of the form <c>--name value</c>.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);

    public Arguments(string[] args)
    {
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            _given[args[i].TrimStart('-')] = args[i + 1];
        }
    }

    public string Text(string name, string otherwise) => _given.GetValueOrDefault(name, otherwise);

    /// <exception cref="WrongArgumentException">What is given is no number from 1 on.</exception>
    public int Number(string name, int otherwise) =>
        !_given.TryGetValue(name, out var text) ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw new WrongArgumentException($"--{name} must be a number from 1 on, and is '{text}'.");
}

/// <summary>The command line is wrong; nothing was measured.</summary>
internal sealed class WrongArgumentException(string message) : Exception(message);
