namespace Pff.Conformance;

/// <summary><c>FOLDER [--file NAME] [--verbose]</c>: exit code 0 where no case failed, 1 where one did, 2 for wrong usage.</summary>
internal static class CommandLine
{
    private const string Usage = "usage: dotnet run --project tests/Pff.Conformance -- FOLDER [--file NAME] [--verbose]";

    public static int Run(string[] arguments, TextWriter output, TextWriter errors)
    {
        if (!TryRead(arguments, out var folder, out var file, out var isVerbose))
        {
            errors.WriteLine(Usage);
            return 2;
        }

        if (!Directory.Exists(folder))
        {
            errors.WriteLine($"there is no folder {folder}");
            return 2;
        }

        try
        {
            var outcomes = ConformanceRun.Run(CaseFile.ReadFolder(folder, file));
            Report.Write(outcomes, isVerbose, output);
            return outcomes.All(outcome => outcome.IsPassed) ? 0 : 1;
        }
        catch (InvalidDataException exception)
        {
            errors.WriteLine(exception.Message);
            return 2;
        }
    }

    private static bool TryRead(string[] arguments, out string folder, out string? file, out bool isVerbose)
    {
        folder = "";
        file = null;
        isVerbose = false;
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--verbose":
                    isVerbose = true;
                    break;
                case "--file" when i + 1 < arguments.Length:
                    file = arguments[++i];
                    break;
                case var argument when folder.Length == 0 && !argument.StartsWith("--", StringComparison.Ordinal):
                    folder = argument;
                    break;
                default:
                    return false;
            }
        }

        return folder.Length > 0;
    }
}
