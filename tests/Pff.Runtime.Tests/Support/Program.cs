namespace Pff.Runtime.Tests.Support;

/// <summary>Runs the tests, or, as a child of one of them, its task.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        if (await ChildProcess.RunAsync())
        {
            return 0;
        }

        return arguments.Any(argument => argument is "-automated" or "@@")
            ? await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(arguments)
            : await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(arguments, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
    }
}
