using System.Diagnostics;

namespace Pff.Specs.ThirdParty;

/// <summary>A Chromium or Chrome of this machine; where there is none and this user may install packages, Debian's is installed.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <summary>Null where there is none; <paramref name="whyNot"/> then says why.</summary>
    public static string? FindOrInstall(out string whyNot)
    {
        whyNot = "";
        if (Find() is { } found)
        {
            return found;
        }

        if (Environment.UserName != "root" || !File.Exists("/usr/bin/apt-get"))
        {
            whyNot = "No Chromium is on the PATH (or named by PFF_CHROMIUM), and none can be installed without root and apt-get.";
            return null;
        }

        if (!AptGet("update") || !AptGet("install", "-y", "--no-install-recommends", "chromium") || Find() is not { } installed)
        {
            whyNot = "apt-get could not install chromium.";
            return null;
        }

        return installed;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("PFF_CHROMIUM") is { Length: > 0 } named)
        {
            return named;
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }

    private static bool AptGet(params string[] arguments)
    {
        var start = new ProcessStartInfo("apt-get", ["-q", .. arguments]) { RedirectStandardOutput = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using var process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
