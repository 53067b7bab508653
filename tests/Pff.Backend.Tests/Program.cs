using Pff.Backend.Tests.Packaging;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Pff.Backend.Tests;

/// <summary>The test host; with one argument of its own it instead runs a plan and tells which assemblies that loaded.</summary>
internal static class Program
{
    public static Task<int> Main(string[] arguments) => arguments switch
    {
        [FreshProcess.Argument, var plan] => Task.FromResult(FreshProcess.Run(plan)),
        _ when arguments.Any(a => a is "-automated" or "@@") => ConsoleRunner.Run(arguments),
        _ => TestPlatformTestFramework.RunAsync(arguments, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    };
}
