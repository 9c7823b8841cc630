using Archive.Storage;
using Microsoft.AspNetCore.Identity;

namespace Archive.Web.Auth;

public static class UsersServiceCollectionExtensions
{
    /// <summary>The accounts without signing in, to read them beside a running server. Needs the archive's own services beside it; the users
    /// database must exist.</summary>
    public static IServiceCollection AddArchiveUsersToRead(this IServiceCollection services, DataFolder folder, IConfiguration configuration)
    {
        services.AddArchiveUsers(UsersDatabase.ToRead(folder, configuration));
        return services;
    }

    internal static IdentityBuilder AddArchiveUsers(this IServiceCollection services, UsersDatabase database)
    {
        services.AddSingleton(database);
        services.AddDbContext<UsersContext>((provider, options) => provider.GetRequiredService<UsersDatabase>().Configure(options, mayRepeat: true));
        services.AddScoped<UserDirectory>();
        services.AddScoped<AccountProof>();
        return services.AddIdentityCore<ArchiveUser>(Configure)
            .AddRoles<IdentityRole>()
            .AddPasswordValidator<PasswordRules>()
            .AddEntityFrameworkStores<UsersContext>();
    }

    private static void Configure(IdentityOptions options)
    {
        options.Password.RequiredLength = PasswordRules.MinimumLength;
        options.Password.RequiredUniqueChars = PasswordRules.MinimumDifferent;
        options.Password.RequireDigit = false;
        options.Password.RequireLowercase = false;
        options.Password.RequireUppercase = false;
        options.Password.RequireNonAlphanumeric = false;
        options.Lockout.AllowedForNewUsers = true;
        options.Lockout.MaxFailedAccessAttempts = 5;
        options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
    }
}
