-- Accounts of the pages and their roles. Column names are those that ASP.NET Core Identity asks for. Locks nothing: the tables are new.
create table roles (
    Id text not null constraint roles_pk primary key,
    Name text null,
    NormalizedName text null,
    ConcurrencyStamp text null
);
create unique index roles_name_uq on roles (NormalizedName);

create table users (
    Id text not null constraint users_pk primary key,
    UserName text null,
    NormalizedUserName text null,
    Email text null,
    NormalizedEmail text null,
    EmailConfirmed integer not null,
    PasswordHash text null,
    SecurityStamp text null,
    ConcurrencyStamp text null,
    PhoneNumber text null,
    PhoneNumberConfirmed integer not null,
    TwoFactorEnabled integer not null,
    LockoutEnd text null,
    LockoutEnabled integer not null,
    AccessFailedCount integer not null,
    CreatedAt text not null,
    DisabledAt text null
);
create unique index users_name_uq on users (NormalizedUserName);
create index users_email_ix on users (NormalizedEmail);

create table user_roles (
    UserId text not null constraint user_roles_user_fk references users (Id) on delete cascade,
    RoleId text not null constraint user_roles_role_fk references roles (Id) on delete cascade,
    constraint user_roles_pk primary key (UserId, RoleId)
);
create index user_roles_role_ix on user_roles (RoleId);

create table user_claims (
    Id integer not null constraint user_claims_pk primary key autoincrement,
    UserId text not null constraint user_claims_user_fk references users (Id) on delete cascade,
    ClaimType text null,
    ClaimValue text null
);
create index user_claims_user_ix on user_claims (UserId);

create table role_claims (
    Id integer not null constraint role_claims_pk primary key autoincrement,
    RoleId text not null constraint role_claims_role_fk references roles (Id) on delete cascade,
    ClaimType text null,
    ClaimValue text null
);
create index role_claims_role_ix on role_claims (RoleId);

create table user_logins (
    LoginProvider text not null,
    ProviderKey text not null,
    ProviderDisplayName text null,
    UserId text not null constraint user_logins_user_fk references users (Id) on delete cascade,
    constraint user_logins_pk primary key (LoginProvider, ProviderKey)
);
create index user_logins_user_ix on user_logins (UserId);

create table user_tokens (
    UserId text not null constraint user_tokens_user_fk references users (Id) on delete cascade,
    LoginProvider text not null,
    Name text not null,
    Value text null,
    constraint user_tokens_pk primary key (UserId, LoginProvider, Name)
);

insert into roles (Id, Name, NormalizedName, ConcurrencyStamp) values
    ('compliance-officer', 'ComplianceOfficer', 'COMPLIANCEOFFICER', null),
    ('operator', 'Operator', 'OPERATOR', null),
    ('auditor', 'Auditor', 'AUDITOR', null),
    ('privacy-officer', 'PrivacyOfficer', 'PRIVACYOFFICER', null),
    ('department-director', 'DepartmentDirector', 'DEPARTMENTDIRECTOR', null),
    ('supervisor', 'Supervisor', 'SUPERVISOR', null),
    ('employee', 'Employee', 'EMPLOYEE', null);
